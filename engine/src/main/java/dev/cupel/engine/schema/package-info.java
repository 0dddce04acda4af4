/** What labelers see and are asked, and what they may answer: closed families. */
@NullMarked
package dev.cupel.engine.schema;

import org.jspecify.annotations.NullMarked;
