package dev.cupel.engine.preference;

/** A log posterior to be maximised. */
interface Objective {
    int dimension();

    /**
     * @param at the parameters
     * @param gradient overwritten
     * @return the value, in nats
     */
    double value(double[] at, double[] gradient);

    /** Adds the negative second derivatives, entry by entry and both triangles; concave objectives offer it. */
    default void information(double[] at, Entries entries) {
        throw new UnsupportedOperationException();
    }

    /** Where matrix entries are added up. */
    @FunctionalInterface
    interface Entries {
        void add(int row, int column, double value);
    }

    /** The whole matrix of negative second derivatives. */
    default double[][] information(double[] at) {
        double[][] matrix = new double[dimension()][dimension()];
        information(at, (row, column, value) -> matrix[row][column] += value);
        return matrix;
    }

    /** Its diagonal alone, for problems too large for the matrix. */
    default double[] curvature(double[] at) {
        double[] diagonal = new double[dimension()];
        information(at, (row, column, value) -> diagonal[row] += row == column ? value : 0);
        return diagonal;
    }
}
