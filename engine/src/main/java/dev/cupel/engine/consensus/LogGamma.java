package dev.cupel.engine.consensus;

/** Logarithm of the gamma function: recurrence up to 10, then Stirling's series (relative error below 1e-13). */
final class LogGamma {
    private LogGamma() {}

    /** @param x positive */
    static double of(double x) {
        double product = 1;
        double y = x;
        while (y < 10) {
            product *= y;
            y++;
        }
        double s = 1 / (y * y);
        double series = (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188))))) / y;
        return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
    }
}
