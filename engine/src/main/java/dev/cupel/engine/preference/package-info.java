/** Which of two is better, many times: scores, ranks and their uncertainty from comparisons and rankings. */
@NullMarked
package dev.cupel.engine.preference;

import org.jspecify.annotations.NullMarked;
