/** What all text formats share: checking UTF-8, and naming a place in a text as an editor would. */
@NullMarked
package dev.cupel.formats.text;

import org.jspecify.annotations.NullMarked;
