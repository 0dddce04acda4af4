package dev.cupel.engine.numbers;

/** Quantiles and tails of the few distributions that intervals need. */
public final class Quantiles {
    private Quantiles() {}

    /**
     * Standard normal quantile; relative error below 1e-9 (P. J. Acklam's rational approximation, one Halley step).
     *
     * @param p in (0, 1)
     */
    public static double normal(double p) {
        double x;
        if (p < 0.02425 || p > 1 - 0.02425) {
            double q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
            x = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
                                                            - 2.549732539343734)
                                                    * q
                                            + 4.374664141464968)
                                    * q
                            + 2.938163982698783)
                    / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
                                            + 3.754408661907416)
                                    * q
                            + 1);
            x = p < 0.5 ? x : -x;
        } else {
            double q = p - 0.5;
            double r = q * q;
            x = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                                                            + 1.383577518672690e+02)
                                                    * r
                                            - 3.066479806614716e+01)
                                    * r
                            + 2.506628277459239)
                    * q
                    / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                                                            + 6.680131188771972e+01)
                                                    * r
                                            - 1.328068155288572e+01)
                                    * r
                            + 1);
        }
        double error = normalTail(-x) - p;
        double u = error * Math.sqrt(2 * Math.PI) * Math.exp(x * x / 2);
        return x - u / (1 + x * u / 2);
    }

    /** P(Z > z) of the standard normal. */
    public static double normalTail(double z) {
        // Continued fraction in the tail, series in the middle; both to machine precision for what intervals need.
        double a = Math.abs(z);
        double tail;
        if (a < 3) {
            double term = a;
            double sum = a;
            for (int n = 1; n < 100 && Math.abs(term) > 1e-17 * sum; n++) {
                term *= a * a / (2 * n + 1);
                sum += term;
            }
            tail = 0.5 - sum * Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
        } else {
            double fraction = 0;
            for (int n = 60; n >= 1; n--) {
                fraction = n / (a + fraction);
            }
            tail = Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI) / (a + fraction);
        }
        return z >= 0 ? tail : 1 - tail;
    }

    /**
     * Quantile of Student's t with real degrees of freedom, by bisection on its distribution.
     *
     * @param p in (0, 1)
     * @param degrees greater than 0; from a million on the normal quantile is taken
     */
    public static double student(double p, double degrees) {
        if (degrees >= 1e6) {
            return normal(p);
        }
        if (p < 0.5) {
            return -student(1 - p, degrees);
        }
        double low = 0;
        double high = 1;
        while (studentTail(high, degrees) > 1 - p && high < 1e12) {
            high *= 2;
        }
        for (int i = 0; i < 200 && high - low > 1e-12 * high; i++) {
            double middle = (low + high) / 2;
            if (studentTail(middle, degrees) > 1 - p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * Quantile of Fisher's F with real degrees of freedom, by bisection on its distribution.
     *
     * @param p in (0, 1)
     * @param above degrees of freedom of the numerator, greater than 0
     * @param below degrees of freedom of the denominator, greater than 0
     */
    public static double f(double p, double above, double below) {
        // F = below * y / (above * (1 - y)) where y has a beta distribution
        double low = 0;
        double high = 1;
        for (int i = 0; i < 200 && high - low > 1e-15 * high; i++) {
            double middle = (low + high) / 2;
            if (incompleteBeta(middle, above / 2, below / 2) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double y = (low + high) / 2;
        return below * y / (above * (1 - y));
    }

    /** P(T > t), t at least 0. */
    private static double studentTail(double t, double degrees) {
        return 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
    }

    /** Regularised incomplete beta I_x(a, b) by Lentz's continued fraction. */
    static double incompleteBeta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - incompleteBeta(1 - x, b, a);
        }
        double front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
        double c = 1;
        double d = 1 / guard(1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m < 500; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / guard(1 + even * d);
            c = guard(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / guard(1 + odd * d);
            c = guard(1 + odd / c);
            double change = d * c;
            fraction *= change;
            if (Math.abs(change - 1) < 1e-15) {
                break;
            }
        }
        return front * fraction;
    }

    private static double guard(double value) {
        return Math.abs(value) < 1e-300 ? 1e-300 : value;
    }

    /** Log of the gamma function for x > 0 (Lanczos, g = 7, nine terms). */
    static double logGamma(double x) {
        double[] c = {
            0.9999999999998099,
            676.5203681218851,
            -1259.1392167224028,
            771.3234287776531,
            -176.6150291621406,
            12.507343278686905,
            -0.13857109526572012,
            9.984369578019572e-6,
            1.5056327351493116e-7
        };
        double z = x - 1;
        double sum = c[0];
        for (int i = 1; i < c.length; i++) {
            sum += c[i] / (z + i);
        }
        double t = z + 7.5;
        return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
