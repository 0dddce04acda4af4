/** Agreement, consensus and what they say about items and annotators. */
@NullMarked
package dev.cupel.server.quality;

import org.jspecify.annotations.NullMarked;
