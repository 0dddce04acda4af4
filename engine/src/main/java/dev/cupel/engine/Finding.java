package dev.cupel.engine;

/**
 * Something about what we were given that its owner should know: where it is, what is wrong there, and how to mend it, so
 * that a screen or a terminal can show it as it stands. Programs branch on {@link #code()}, never on the words.
 *
 * @param code what kind of thing this is, for programs
 * @param place where it is, as the owner would find it
 * @param what what is wrong there, with the offending value
 * @param fix what to do about it, as an instruction
 */
public record Finding(Code code, Place place, String what, String fix) {
    /** The kinds; the server maps them to HTTP problems, the command line to exit status 3. */
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
        CONTRADICTION,
        /** Nothing is wrong, but it was read in a way its owner may not have meant. */
        NOTE
    }

    /**
     * @param file as its owner named it; empty where it goes without saying
     * @param line from 1; 0 where there are no lines, or all are meant
     * @param column character of the line from 1, as an editor counts; 0 where the whole line is meant
     * @param path the field, column, option or question: {@code questions[1].id}, {@code --rounds}; empty if none
     */
    public record Place(String file, long line, int column, String path) {
        @Override
        public String toString() {
            String begin = file + (line > 0 ? (file.isEmpty() ? "line " : ":") + line : "");
            String at = begin + (line > 0 && column > 0 ? ":" + column : "");
            return at.isEmpty() || path.isEmpty() ? at + path : at + " " + path;
        }
    }

    /** @param path the field, column, option or question */
    public static Finding of(Code code, String path, String what, String fix) {
        return new Finding(code, new Place("", 0, 0, path), what, fix);
    }

    /**
     * @param line from 1
     * @param column character of the line from 1; 0 if the whole line is meant
     */
    public static Finding onLine(Code code, long line, int column, String what, String fix) {
        return new Finding(code, new Place("", line, column, ""), what, fix);
    }

    /** @param path column or key of the row; empty if the whole row is meant */
    public static Finding inRow(Code code, long line, String path, String what, String fix) {
        return new Finding(code, new Place("", line, 0, path), what, fix);
    }

    /** The place in words: {@code votes.csv:17:3}, {@code questions[1].id}. */
    public String where() {
        return place.toString();
    }

    public long line() {
        return place.line();
    }

    /** The same with the name of its file. */
    public Finding in(String file) {
        return new Finding(code, new Place(file, place.line(), place.column(), place.path()), what, fix);
    }

    /** The same, found in a part of the file that begins after so many lines. */
    public Finding after(long lines) {
        return new Finding(
                code, new Place(place.file(), place.line() + lines, place.column(), place.path()), what, fix);
    }

    @Override
    public String toString() {
        return where() + ": " + what + "; " + fix;
    }
}
