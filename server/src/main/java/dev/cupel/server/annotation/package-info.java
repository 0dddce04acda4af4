/** Answers: saved once, appended, never lost. */
@NullMarked
package dev.cupel.server.annotation;

import org.jspecify.annotations.NullMarked;
