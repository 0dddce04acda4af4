package dev.cupel.engine.preference;

import org.jspecify.annotations.Nullable;

/** Where an {@link Objective} is largest, how it was found, and linear algebra for it. */
final class Maximum {
    final double[] at;
    final double value;
    final int rounds;
    final boolean converged;

    private Maximum(double[] at, double value, int rounds, boolean converged) {
        this.at = at;
        this.value = value;
        this.rounds = rounds;
        this.converged = converged;
    }

    /**
     * Newton's method with halved steps; every step rises, because the information is positive definite.
     *
     * @param information places for the objective's second derivatives; its values are overwritten
     * @param tolerance bounds the largest derivative
     */
    static Maximum newton(
            Objective objective, Information information, double[] start, int maxRounds, double tolerance) {
        double[] at = start.clone();
        double[] gradient = new double[at.length];
        double[] trialGradient = new double[at.length];
        double value = objective.value(at, gradient);
        int round = 0;
        while (largest(gradient) > tolerance && round < maxRounds) {
            round++;
            double[] step = information.at(objective, at).solve(gradient, 1e-9);
            double slope = dot(step, gradient);
            double size = 1;
            boolean better = false;
            double[] trial = at;
            double trialValue = value;
            for (int halving = 0; halving < 60 && !better; halving++, size /= 2) {
                trial = along(at, step, size);
                trialValue = objective.value(trial, trialGradient);
                // Near the top the value no longer resolves the step; a smaller derivative does.
                better = trialValue >= value + 1e-4 * size * slope
                        || (slope < 1e-9 * (1 + Math.abs(value)) && largest(trialGradient) < largest(gradient));
            }
            if (!better) {
                break;
            }
            at = trial;
            value = trialValue;
            System.arraycopy(trialGradient, 0, gradient, 0, gradient.length);
        }
        return new Maximum(at, value, round, largest(gradient) <= Math.max(tolerance, 1e-7));
    }

    static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] along(double[] from, double[] direction, double times) {
        double[] to = from.clone();
        for (int i = 0; i < to.length; i++) {
            to[i] += times * direction[i];
        }
        return to;
    }

    /** Lower factor of a symmetric positive definite matrix, or null if it is not one. */
    static double @Nullable [][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i != j) {
                    lower[i][j] = sum / lower[j][j];
                } else if (sum > 0) {
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    return null;
                }
            }
        }
        return lower;
    }

    static double[] solve(double[][] lower, double[] right) {
        int n = right.length;
        double[] x = right.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            x[i] /= lower[i][i];
            for (int k = 0; k < i; k++) {
                x[k] -= lower[i][k] * x[i];
            }
        }
        return x;
    }

    static double[][] inverse(double[][] lower) {
        double[][] inverse = new double[lower.length][];
        for (int i = 0; i < lower.length; i++) {
            double[] unit = new double[lower.length];
            unit[i] = 1;
            inverse[i] = solve(lower, unit);
        }
        return inverse;
    }
}
