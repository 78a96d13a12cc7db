/** What only shows on a large store: plans of statements, their number, and what a first visit transfers. */
@org.jspecify.annotations.NullMarked
package dev.lockkeeper.scale;
