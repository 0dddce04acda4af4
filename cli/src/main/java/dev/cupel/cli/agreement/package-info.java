/** How far the annotators of a file agree. */
@NullMarked
package dev.cupel.cli.agreement;

import org.jspecify.annotations.NullMarked;
