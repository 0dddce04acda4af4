package dev.cupel.cli.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.engine.votes.RepeatPolicy;

/** {@code --repeated}. */
public final class RepeatChoice {
    private RepeatChoice() {}

    public static RepeatPolicy of(String name) {
        return switch (name) {
            case "keep" -> RepeatPolicy.KEEP_ALL;
            case "first" -> RepeatPolicy.FIRST;
            case "last" -> RepeatPolicy.LAST;
            default ->
                throw new InputException(
                        Code.UNKNOWN_NAME,
                        "--repeated",
                        "\"" + name + "\" is not a choice",
                        "write keep, first or last");
        };
    }
}
