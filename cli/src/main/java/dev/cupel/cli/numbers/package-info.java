/** One number per task out of many people's numbers. */
@NullMarked
package dev.cupel.cli.numbers;

import org.jspecify.annotations.NullMarked;
