package dev.cupel.engine;

import java.util.List;

/**
 * Something the caller gave us cannot be used. Each {@linkplain Problem problem} says where it is, what is wrong and how
 * to mend it, so a screen or a terminal can show it as it stands. Programs branch on {@link Problem#code()}, never on
 * the text. A broken invariant of our own is an {@link IllegalStateException} instead.
 */
public final class InputException extends RuntimeException {
    private final List<Problem> problems;

    /** One reason why input was refused; the server maps codes to HTTP problems, the command line to exit status 3. */
    public enum Code {
        /** An option is outside the range its documentation states. */
        OPTION_OUT_OF_RANGE,
        /** A method, metric, format or other closed choice has no member of this name. */
        UNKNOWN_NAME,
        /** There is nothing to compute from: no rows, no votes, no overlap. */
        EMPTY,
        /** An index, id or label is not among the declared ones. */
        UNKNOWN_VALUE,
        /** Arrays or columns that belong together differ in length. */
        LENGTH_MISMATCH,
        /** A number is missing, not a number, infinite, or outside its declared range. */
        BAD_NUMBER,
        /** A row, a field or a document does not have the promised shape. */
        MALFORMED,
        /** A required column, field or file is not there. */
        MISSING,
        /** Two entries claim the same place and no policy says which of them counts. */
        DUPLICATE,
        /** Legal, but more than this implementation can hold. */
        TOO_LARGE,
        /** Legal, but too little to answer the question that was asked. */
        NOT_ENOUGH_DATA,
        /** The combination of otherwise legal inputs has no meaning. */
        CONTRADICTION
    }

    /**
     * @param code what kind of problem this is, for programs
     * @param where the place, as the user would find it: {@code "labels.csv:17:3"}, {@code "label[4]"}, an option's name
     * @param what what is wrong there, with the offending value
     * @param howToMend what to do about it, as an instruction
     */
    public record Problem(Code code, String where, String what, String howToMend) {
        @Override
        public String toString() {
            return where + ": " + what + "; " + howToMend;
        }
    }

    public InputException(Code code, String where, String what, String howToMend) {
        this(List.of(new Problem(code, where, what, howToMend)));
    }

    /** @param problems everything found wrong, at least one, in the order a reader meets them */
    public InputException(List<Problem> problems) {
        super(String.join(
                System.lineSeparator(), problems.stream().map(Problem::toString).toList()));
        if (problems.isEmpty()) {
            throw new IllegalStateException("an InputException needs at least one problem");
        }
        this.problems = List.copyOf(problems);
    }

    /** Refuses an option that is out of range: {@code unless(rounds >= 1, "maxRounds", rounds, "at least 1")}. */
    public static void unless(boolean holds, String option, Object value, String requirement) {
        if (!holds) {
            throw new InputException(
                    Code.OPTION_OUT_OF_RANGE, option, "is " + value, "give a value that is " + requirement);
        }
    }

    /** All problems; the accessors below are shortcuts to the first of them. */
    public List<Problem> problems() {
        return problems;
    }

    public Code code() {
        return problems.getFirst().code();
    }

    public String where() {
        return problems.getFirst().where();
    }

    public String what() {
        return problems.getFirst().what();
    }

    public String howToMend() {
        return problems.getFirst().howToMend();
    }
}
