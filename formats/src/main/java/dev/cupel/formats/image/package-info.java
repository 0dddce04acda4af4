/**
 * What a file of an image says about itself: its type and its size as it is shown. {@link
 * dev.cupel.formats.image.ImageFile#read} is the one door. Only headers are read, and the marks between which the picture lies;
 * no pixel is ever decoded.
 */
@NullMarked
package dev.cupel.formats.image;

import org.jspecify.annotations.NullMarked;
