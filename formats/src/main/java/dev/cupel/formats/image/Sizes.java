package dev.cupel.formats.image;

import dev.cupel.formats.image.ImageFile.Broken;
import dev.cupel.formats.image.ImageFile.Image;

/** The width and height that a header gives. */
final class Sizes {
    private Sizes() {}

    static ImageFile of(ImageType type, long width, long height) {
        if (width < 1 || height < 1) {
            return new Broken(type, "it is " + width + " by " + height + " pixels");
        }
        return new Image(type, (int) Math.min(width, Integer.MAX_VALUE), (int) Math.min(height, Integer.MAX_VALUE));
    }
}
