package dev.cupel.formats.image;

/** Types that every browser shows. */
public enum ImageType {
    PNG("image/png"),
    JPEG("image/jpeg"),
    GIF("image/gif"),
    WEBP("image/webp"),
    BMP("image/bmp");

    private final String mediaType;

    ImageType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** @return as HTTP names it */
    public String mediaType() {
        return mediaType;
    }
}
