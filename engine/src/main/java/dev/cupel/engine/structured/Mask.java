package dev.cupel.engine.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.RunLengths;
import java.util.Arrays;

/**
 * The pixels of one structure in a picture, as runs. Immutable. Pixels are numbered row by row from the top left, so pixel
 * {@code (x, y)} is {@code y * width + x}. All operations take time and memory in the number of runs, not of pixels,
 * except reading and writing COCO's column order, which sorts runs of pixels of height 1.
 */
public final class Mask implements Comparable<Mask> {
    private final int width;
    private final int height;
    /** Begins and ends in turn, strictly ascending: {@code [ends[0], ends[1])} is set, {@code [ends[1], ends[2])} is not. */
    private final int[] ends;

    private Mask(int width, int height, int[] ends) {
        this.width = width;
        this.height = height;
        this.ends = ends;
    }

    /** Nothing set. */
    public static Mask empty(int width, int height) {
        check(width, height);
        return new Mask(width, height, new int[0]);
    }

    /**
     * @param counts lengths of runs row by row, background first (0 if the first pixel is set); what is missing at the end
     *     is background
     * @throws InputException if a size is below 1, there are more than 2^31 - 1 pixels, a run is negative, or runs exceed
     *     the picture
     */
    public static Mask ofRows(int width, int height, int[] counts) {
        // What makes sense as run lengths does so in either order.
        return rows(width, height, RunLengths.of(width, height, counts).counts());
    }

    /** The same from runs column by column, as COCO and files write them. */
    public static Mask of(RunLengths pixels) {
        return rows(/* width= */ pixels.height(), /* height= */ pixels.width(), pixels.counts())
                .transposed();
    }

    private static Mask rows(int width, int height, int[] counts) {
        Runs runs = new Runs();
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            if (i % 2 == 1) {
                runs.add(at, at + counts[i]);
            }
            at += counts[i];
        }
        return new Mask(width, height, runs.toArray());
    }

    /** Lengths of runs row by row, background first. */
    public int[] toRows() {
        int total = width * height;
        boolean toTheEnd = ends.length > 0 && ends[ends.length - 1] == total;
        int[] counts = new int[ends.length + (toTheEnd ? 0 : 1)];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (i < ends.length ? ends[i] : total) - (i == 0 ? 0 : ends[i - 1]);
        }
        return counts;
    }

    /** The runs column by column, as COCO and files write them. */
    public RunLengths runLengths() {
        return RunLengths.of(width, height, transposed().toRows());
    }

    private Mask transposed() {
        int[] pixels = new int[area()];
        int n = 0;
        for (int r = 0; r < ends.length; r += 2) {
            for (int p = ends[r]; p < ends[r + 1]; p++) {
                pixels[n++] = p % width * height + p / width;
            }
        }
        Arrays.sort(pixels);
        Runs runs = new Runs();
        for (int pixel : pixels) {
            runs.add(pixel, pixel + 1);
        }
        return new Mask(/* width= */ height, /* height= */ width, runs.toArray());
    }

    /**
     * This mask as a part of a larger picture.
     *
     * @param left column of the larger picture in which this one begins
     * @param top row in which it begins
     * @throws InputException if it does not fit
     */
    public Mask placed(int left, int top, int pictureWidth, int pictureHeight) {
        check(pictureWidth, pictureHeight);
        if (left < 0 || top < 0 || left > pictureWidth - width || top > pictureHeight - height) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "left, top",
                    width + " x " + height + " pixels at " + left + ", " + top + " leave the picture of " + pictureWidth
                            + " x " + pictureHeight,
                    "give the place of the part in pixels of the whole picture");
        }
        Runs runs = new Runs();
        for (int r = 0; r < ends.length; r += 2) {
            int begin = ends[r];
            while (begin < ends[r + 1]) {
                int row = begin / width;
                int end = Math.min(ends[r + 1], (row + 1) * width);
                int at = (top + row) * pictureWidth + left + begin % width;
                runs.add(at, at + end - begin);
                begin = end;
            }
        }
        return new Mask(pictureWidth, pictureHeight, runs.toArray());
    }

    private static void check(int width, int height) {
        InputException.unless(width >= 1, "width", width, "at least 1");
        InputException.unless(
                height >= 1 && (long) width * height <= Integer.MAX_VALUE,
                "height",
                height,
                "at least 1, with at most 2^31 - 1 pixels in all");
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Pixels set. */
    public int area() {
        int area = 0;
        for (int r = 0; r < ends.length; r += 2) {
            area += ends[r + 1] - ends[r];
        }
        return area;
    }

    public boolean contains(int x, int y) {
        int at = Arrays.binarySearch(ends, y * width + x);
        return at >= 0 ? at % 2 == 0 : -at % 2 == 0;
    }

    /**
     * Intersection over union; 1 for two empty masks.
     *
     * @throws InputException if the pictures differ in size
     */
    public static double iou(Mask a, Mask b) {
        requireSameSize(a, b);
        int both = 0;
        for (int i = 0, j = 0; i < a.ends.length && j < b.ends.length; ) {
            both += Math.max(0, Math.min(a.ends[i + 1], b.ends[j + 1]) - Math.max(a.ends[i], b.ends[j]));
            if (a.ends[i + 1] < b.ends[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        int either = a.area() + b.area() - both;
        return either == 0 ? 1 : (double) both / either;
    }

    /**
     * One minus {@link #iou}, in [0, 1]; 1 for masks of pictures of different size, which have nothing to share. A distance
     * for {@link dev.cupel.engine.agreement.AnswerAgreement}.
     */
    public static double distance(Mask a, Mask b) {
        return a.width == b.width && a.height == b.height ? 1 - iou(a, b) : 1;
    }

    static void requireSameSize(Mask a, Mask b) {
        if (a.width != b.width || a.height != b.height) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "masks",
                    "of one picture have " + a.width + " x " + a.height + " and " + b.width + " x " + b.height
                            + " pixels",
                    "give all masks of a picture in its own size");
        }
    }

    /** Begins and ends in turn; not to be written to. */
    int[] ends() {
        return ends;
    }

    static Mask ofEnds(int width, int height, Runs runs) {
        return new Mask(width, height, runs.toArray());
    }

    /** By size, then by runs: an order for determinism, without further meaning. */
    @Override
    public int compareTo(Mask other) {
        int bySize = width != other.width ? Integer.compare(width, other.width) : Integer.compare(height, other.height);
        return bySize != 0 ? bySize : Arrays.compare(ends, other.ends);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Mask mask
                && width == mask.width
                && height == mask.height
                && Arrays.equals(ends, mask.ends);
    }

    @Override
    public int hashCode() {
        return (width * 31 + height) * 31 + Arrays.hashCode(ends);
    }

    @Override
    public String toString() {
        return width + "x" + height + Arrays.toString(toRows());
    }

    /** Collects ascending runs and joins those that touch. */
    static final class Runs {
        private int[] ends = new int[32];
        private int count;

        void add(int begin, int end) {
            if (begin >= end) {
                return;
            }
            if (count > 0 && ends[count - 1] == begin) {
                ends[count - 1] = end;
                return;
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
            }
            ends[count++] = begin;
            ends[count++] = end;
        }

        int[] toArray() {
            return Arrays.copyOf(ends, count);
        }
    }
}
