/** Many people's numbers for one quantity ("vox populi"): robust centres, rater bias and precision, intervals. */
@NullMarked
package dev.cupel.engine.numbers;

import org.jspecify.annotations.NullMarked;
