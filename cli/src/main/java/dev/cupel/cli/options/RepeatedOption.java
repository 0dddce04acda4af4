package dev.cupel.cli.options;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.RepeatPolicy;
import picocli.CommandLine.Option;

/** What counts of a worker who answers a task twice: {@code --repeated}. */
public final class RepeatedOption {
    @Option(
            names = "--repeated",
            paramLabel = "keep|first|last",
            description =
                    "which answers count when a worker answers a task twice, by default last: a second answer of the same"
                            + " person is no second opinion")
    private String repeated = "last";

    public RepeatPolicy policy() {
        return switch (repeated) {
            case "keep" -> RepeatPolicy.KEEP_ALL;
            case "first" -> RepeatPolicy.FIRST;
            case "last" -> RepeatPolicy.LAST;
            default ->
                throw new InputException(
                        Code.UNKNOWN_NAME,
                        "--repeated",
                        "\"" + repeated + "\" is not a choice",
                        "write keep, first or last");
        };
    }
}
