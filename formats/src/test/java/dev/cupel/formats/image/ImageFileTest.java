package dev.cupel.formats.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.formats.image.ImageFile.Broken;
import dev.cupel.formats.image.ImageFile.Image;
import dev.cupel.formats.image.ImageFile.Other;
import dev.cupel.formats.image.ImageFile.Uneven;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageFileTest {
    private static final byte[] PNG = drawn("png");
    private static final byte[] JPEG = drawn("jpg");
    private static final byte[] GIF = drawn("gif");
    private static final byte[] BMP = drawn("bmp");
    /** One pixel each, as small as they get. */
    private static final byte[] WEBP =
            Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

    private static final byte[] WEBP_LOSSLESS =
            Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    private static byte[] drawn(String format) {
        BufferedImage image = new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(4);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(image, format, out)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static ImageFile read(byte[] file) {
        try {
            return ImageFile.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> samples() {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        samples.put("png", PNG);
        samples.put("jpeg", JPEG);
        samples.put("gif", GIF);
        samples.put("bmp", BMP);
        samples.put("webp", WEBP);
        samples.put("lossless webp", WEBP_LOSSLESS);
        samples.put("turned jpeg", turned(6, true));
        samples.put("large webp", large(0));
        return samples;
    }

    /** What a camera writes: a TIFF directory of one entry, in either order of bytes. */
    private static byte[] exif(int turn, boolean little) {
        ByteBuffer tiff = ByteBuffer.allocate(26)
                .order(little ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
        tiff.put((little ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) turn);
        return tiff.array();
    }

    private static byte[] turned(int turn, boolean little) {
        byte[] exif = exif(turn, little);
        return joined(
                Arrays.copyOf(JPEG, 2),
                new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.length + 8), 'E', 'x', 'i', 'f', 0, 0},
                exif,
                Arrays.copyOfRange(JPEG, 2, JPEG.length));
    }

    /** A WebP with a header of its own: 300 by 200, the picture, and a turn behind it. */
    private static byte[] large(int turn) {
        byte[] header = {'V', 'P', '8', 'X', 10, 0, 0, 0, 8, 0, 0, 0, 43, 1, 0, (byte) 199, 0, 0};
        byte[] picture = Arrays.copyOfRange(WEBP, 12, WEBP.length);
        byte[] exif = turn == 0 ? new byte[0] : joined(new byte[] {'E', 'X', 'I', 'F', 26, 0, 0, 0}, exif(turn, true));
        int size = 4 + header.length + picture.length + exif.length;
        byte[] riff = {'R', 'I', 'F', 'F', (byte) size, 0, 0, 0, 'W', 'E', 'B', 'P'};
        return joined(riff, header, picture, exif);
    }

    private static byte[] chunk(String name, byte[] data) {
        byte[] named = joined(name.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 sum = new CRC32();
        sum.update(named);
        return joined(
                ByteBuffer.allocate(4).putInt(data.length).array(),
                named,
                ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void everyTypeThatBrowsersShowSaysHowLargeItIs() {
        assertThat(read(PNG)).isEqualTo(new Image(ImageType.PNG, 7, 5));
        assertThat(read(JPEG)).isEqualTo(new Image(ImageType.JPEG, 7, 5));
        assertThat(read(GIF)).isEqualTo(new Image(ImageType.GIF, 7, 5));
        assertThat(read(BMP)).isEqualTo(new Image(ImageType.BMP, 7, 5));
        assertThat(read(WEBP)).isEqualTo(new Image(ImageType.WEBP, 1, 1));
        assertThat(read(WEBP_LOSSLESS)).isEqualTo(new Image(ImageType.WEBP, 1, 1));
        assertThat(read(large(0))).isEqualTo(new Image(ImageType.WEBP, 300, 200));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 7, 5", "2, 7, 5", "3, 7, 5", "4, 7, 5", "5, 5, 7", "6, 5, 7", "7, 5, 7", "8, 5, 7", "0, 7, 5", "9, 7, 5"
    })
    void aPhotoIsAsLargeAsItIsShownOnceItIsTurned(int turn, int width, int height) {
        assertThat(read(turned(turn, true))).isEqualTo(new Image(ImageType.JPEG, width, height));
        assertThat(read(turned(turn, false))).isEqualTo(new Image(ImageType.JPEG, width, height));
    }

    @Test
    void aTurnThatBrowsersDoNotAgreeOnIsRefused() {
        byte[] png =
                joined(Arrays.copyOf(PNG, 33), chunk("eXIf", exif(6, false)), Arrays.copyOfRange(PNG, 33, PNG.length));
        assertThat(read(png)).isInstanceOf(Uneven.class);
        assertThat(read(large(8))).isInstanceOf(Uneven.class);
        byte[] upright =
                joined(Arrays.copyOf(PNG, 33), chunk("eXIf", exif(1, false)), Arrays.copyOfRange(PNG, 33, PNG.length));
        assertThat(read(upright)).isEqualTo(new Image(ImageType.PNG, 7, 5));
        assertThat(read(large(1))).isEqualTo(new Image(ImageType.WEBP, 300, 200));
    }

    @Test
    void aJpegThatBrowsersDoNotDecodeIsRefused() {
        byte[] lossless = JPEG.clone();
        for (int i = 0; i < lossless.length - 4; i++) {
            if ((lossless[i] & 0xff) == 0xff && (lossless[i + 1] & 0xff) == 0xc0) {
                lossless[i + 1] = (byte) 0xc3;
            }
        }
        assertThat(read(lossless)).isInstanceOf(Uneven.class);
    }

    @Test
    void whatPeopleSendInsteadIsCalledByItsName() {
        assertThat(read("II*\0\u0008".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(new Other("TIFF"));
        assertThat(read("\0\0\0\u0018ftypheic\0\0".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(new Other("HEIC"));
        assertThat(read("\0\0\0\u0018ftypavif\0\0".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(new Other("AVIF"));
        assertThat(read("\ufeff<?xml version='1.0'?>\n<SVG xmlns='x'/>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Other("SVG"));
        assertThat(read("<!DOCTYPE html><p>".getBytes(StandardCharsets.UTF_8))).isEqualTo(new Other("HTML"));
        assertThat(read("%PDF-1.7".getBytes(StandardCharsets.UTF_8))).isEqualTo(new Other("PDF"));
        assertThat(read("PK\u0003\u0004...".getBytes(StandardCharsets.UTF_8))).isEqualTo(new Other("ZIP"));
        assertThat(read("BM is how this text begins".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Other.UNKNOWN);
        assertThat(read(new byte[0])).isEqualTo(Other.UNKNOWN);
        assertThat(Other.UNKNOWN.known()).isFalse();
    }

    @Test
    void noBeginningOfAFilePassesForTheWholeAndNoneBreaksTheReader() {
        samples().forEach((name, file) -> {
            assertThat(read(file)).as(name).isInstanceOf(Image.class);
            for (int length = 0; length < file.length; length++) {
                ImageFile found = read(Arrays.copyOf(file, length));
                boolean passes = found instanceof Image;
                // What is missing of a GIF here is the trailer that browsers do not miss; of a BMP, nothing that is
                // shown.
                assertThat(passes)
                        .as("%s, %d of %d bytes", name, length, file.length)
                        .isEqualTo(name.equals("gif") && length == file.length - 1);
            }
        });
    }

    @Property(tries = 2_000)
    void whateverIsChangedInAFileIsReadOrRefused(
            @ForAll @IntRange(min = 0, max = 7) int sample,
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 12) int changes) {
        byte[] file = samples().values().stream()
                .skip(sample)
                .findFirst()
                .orElseThrow()
                .clone();
        for (int i = 0; i < changes; i++) {
            file[random.nextInt(file.length)] = (byte) random.nextInt();
        }
        assertThat(read(file)).isNotNull();
    }

    @Test
    void aFileThatSaysNonsenseIsBroken() {
        byte[] flat = PNG.clone();
        Arrays.fill(flat, 16, 20, (byte) 0);
        assertThat(read(flat)).isEqualTo(new Broken(ImageType.PNG, "it is 0 by 5 pixels"));
        assertThat(read(joined(Arrays.copyOf(PNG, 33), chunk("IEND", new byte[0]))))
                .isInstanceOf(Broken.class);
        byte[] tall = BMP.clone();
        Arrays.fill(tall, 22, 26, (byte) 0x7f);
        assertThat(read(tall)).isInstanceOf(Broken.class);
    }

    @Test
    void aStreamThatFailsIsNoBrokenFile() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("the disk");
            }
        };
        assertThatThrownBy(() -> ImageFile.read(failing)).hasMessage("the disk");
    }
}
