/**
 * The demo of {@code cupel serve --demo}: texts written for it, annotators that are simulated and say so, and a seeder
 * that enters everything through the public API.
 */
@NullMarked
package dev.cupel.cli.demo;

import org.jspecify.annotations.NullMarked;
