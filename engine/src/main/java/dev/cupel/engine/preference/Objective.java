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

    /**
     * Adds the negative second derivatives, or for objectives that are not concave what is expected of them, entry by entry
     * and both triangles: a positive definite matrix. Which entries it names, and in which order, must not depend on the
     * parameters or the counts.
     */
    void information(double[] at, Entries entries);

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
}
