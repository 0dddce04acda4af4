package dev.cupel.engine.judgement;

/** Writes figures as people do. */
final class Words {
    private Words() {}

    /** A number without a needless fraction. */
    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
