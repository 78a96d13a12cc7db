package dev.lockkeeper.web;

/** A value that a filter can have. @param key of the text that says what it means */
record ListOption(String value, String key) {}
