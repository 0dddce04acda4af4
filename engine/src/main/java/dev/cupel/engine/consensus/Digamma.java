package dev.cupel.engine.consensus;

/** The digamma function, derivative of log gamma: recurrence up to 10, then the asymptotic series (error below 1e-13). */
final class Digamma {
    private Digamma() {}

    /** @param x positive */
    static double of(double x) {
        double shift = 0;
        double y = x;
        while (y < 10) {
            shift -= 1 / y;
            y++;
        }
        double s = 1 / (y * y);
        double series = s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132)))));
        return shift + Math.log(y) - 0.5 / y - series;
    }
}
