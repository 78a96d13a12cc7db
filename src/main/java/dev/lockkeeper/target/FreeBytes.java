package dev.lockkeeper.target;

import org.jspecify.annotations.Nullable;

/**
 * What is free where the data lies.
 *
 * @param bytes null when the server does not tell; then {@code words} says why and {@code advice} what helps
 */
public record FreeBytes(@Nullable Long bytes, String words, String advice) {}
