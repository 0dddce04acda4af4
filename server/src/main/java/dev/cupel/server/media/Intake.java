package dev.cupel.server.media;

import dev.cupel.formats.image.ImageFile;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.blob.Upload;
import dev.cupel.server.platform.Space;
import dev.cupel.server.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Takes an uploaded file in, if it is an image that every browser shows. */
@Component
final class Intake {
    /** A browser holds four bytes for each pixel: this is 400 MB of a labeler's memory. */
    static final long MOST_PIXELS = 100_000_000;

    /** Pixels of a side that every browser draws. */
    static final int LONGEST_SIDE = 32_767;

    /** Bytes of a file that is too large which are read and thrown away. */
    private static final long MOST_HEARD = 512L << 20;

    private final BlobStore blobs;
    private final Space space;

    Intake(BlobStore blobs, Space space) {
        this.blobs = blobs;
        this.space = space;
    }

    /**
     * Stores a file and looks at it. Whoever asked keeps it or deletes it.
     *
     * @throws Problem what is wrong with the file, which then is stored no more
     */
    MediaStore.Content take(Upload upload, HttpServletRequest request) throws IOException {
        MessageDigest digest = sha256();
        Upload.Stored stored;
        try {
            stored = upload.through(in -> new DigestInputStream(in, digest))
                    .store(blobs, space, request, Intake::tooManyBytes);
        } catch (Problem refused) {
            if (refused.status() == HttpStatus.CONTENT_TOO_LARGE) {
                hearOut(request.getInputStream());
            }
            throw refused;
        }
        boolean taken = false;
        try (InputStream in = blobs.open(stored.blob())) {
            ImageFile.Image image = requireImage(ImageFile.read(in));
            taken = true;
            return new MediaStore.Content(
                    HexFormat.of().formatHex(digest.digest()),
                    stored.blob(),
                    image.type().mediaType(),
                    blobs.size(stored.blob()),
                    image.width(),
                    image.height());
        } finally {
            if (!taken) {
                blobs.delete(stored.blob());
            }
        }
    }

    /** Browsers read no answer before they have sent all, and take a line that is cut for a broken one. */
    private static void hearOut(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = MOST_HEARD;
        for (int read = body.read(buffer); read >= 0 && left > 0; read = body.read(buffer)) {
            left -= read;
        }
    }

    /** @throws Problem media_type_unknown, media_type_refused, media_broken, media_uneven, media_too_many_pixels */
    static ImageFile.Image requireImage(ImageFile file) {
        return switch (file) {
            case ImageFile.Other other -> {
                if (!other.known()) {
                    throw Problem.invalid(
                            "media_type_unknown",
                            "body",
                            "this is no image that every browser shows",
                            "send a PNG, JPEG, GIF, WebP or BMP file");
                }
                throw Problem.invalid(
                                "media_type_refused",
                                "body",
                                "this is a file of the type " + other.name()
                                        + ", which not every browser shows as an image",
                                other.name().equals("ZIP")
                                        ? "unpack it and send the images in it"
                                        : "convert it to PNG or JPEG")
                        .with("found", other.name());
            }
            case ImageFile.Broken broken ->
                throw Problem.invalid(
                                "media_broken",
                                "body",
                                "this " + broken.type() + " file is damaged: " + broken.what(),
                                "save it again in the program that made it, or copy it again from where it is whole")
                        .with("type", broken.type().name());
            case ImageFile.Uneven uneven ->
                throw Problem.invalid(
                                "media_uneven",
                                "body",
                                "browsers would show this " + uneven.type() + " file differently: " + uneven.what(),
                                "open it and save it as it is to be seen, as an ordinary PNG or JPEG")
                        .with("type", uneven.type().name());
            case ImageFile.Image image -> {
                long pixels = (long) image.width() * image.height();
                if (pixels > MOST_PIXELS || Math.max(image.width(), image.height()) > LONGEST_SIDE) {
                    throw Problem.invalid(
                                    "media_too_many_pixels",
                                    "body",
                                    "the image has " + image.width() + " by " + image.height()
                                            + " pixels; a labeler's browser shows up to 100 million, and up to 32,767 on a side",
                                    "make it smaller, or cut it into parts")
                            .with("width", image.width())
                            .with("height", image.height());
                }
                yield image;
            }
        };
    }

    private static Problem tooManyBytes(DataSize most) {
        return Problem.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "media_too_large",
                        "The image is larger than this server takes, which is " + most.toMegabytes() + " MB.",
                        "Save it as JPEG or WebP, make it smaller, or let the operator raise cupel.media.max-size.")
                .with("megabytes", most.toMegabytes());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
