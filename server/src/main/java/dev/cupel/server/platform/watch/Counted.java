package dev.cupel.server.platform.watch;

/** Figures that are counted in the database when somebody asks for metrics, at most every fifteen seconds. */
public interface Counted {
    /** Counts anew; a failure leaves the figures out. */
    void count();

    /** Makes the figures unknown, because they could not be counted. */
    void forget();
}
