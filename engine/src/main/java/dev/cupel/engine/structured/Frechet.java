package dev.cupel.engine.structured;

/**
 * How far two people have to be from each other who walk along two lines, from point to point and never back, if they keep as near
 * as they can.
 *
 * <p>Source: T. Eiter, H. Mannila, "Computing discrete Fréchet distance", Technical Report CD-TR 94/64, TU Wien, 1994. Time O(n m),
 * memory O(m).
 */
final class Frechet {
    private Frechet() {}

    /**
     * @param a {@code x, y, x, y, ...}, at least one point
     * @param b the same
     */
    static double discrete(double[] a, double[] b) {
        int m = b.length / 2;
        double[] least = new double[m]; // squares: the root of the last is enough
        for (int i = 0; i < a.length / 2; i++) {
            double diagonal = 0;
            for (int j = 0; j < m; j++) {
                double dx = a[2 * i] - b[2 * j];
                double dy = a[2 * i + 1] - b[2 * j + 1];
                double here = dx * dx + dy * dy;
                double above = least[j];
                double before;
                if (i == 0) {
                    before = j == 0 ? 0 : least[j - 1];
                } else {
                    before = j == 0 ? above : Math.min(Math.min(above, diagonal), least[j - 1]);
                }
                least[j] = Math.max(before, here);
                diagonal = above;
            }
        }
        return Math.sqrt(least[m - 1]);
    }
}
