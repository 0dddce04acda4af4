package dev.cupel.engine;

import dev.cupel.engine.Finding.Code;
import java.util.List;

/**
 * Something the caller gave us cannot be used. Each {@linkplain Finding finding} says where it is, what is wrong and how
 * to mend it, so a screen or a terminal can show it as it stands. Programs branch on {@link Finding#code()}, never on
 * the text. A broken invariant of our own is an {@link IllegalStateException} instead.
 */
public final class InputException extends RuntimeException {
    private final List<Finding> findings;

    public InputException(Code code, String where, String what, String fix) {
        this(List.of(Finding.of(code, where, what, fix)));
    }

    /** @param findings everything found wrong, at least one, in the order a reader meets them */
    public InputException(List<Finding> findings) {
        super(String.join(
                System.lineSeparator(), findings.stream().map(Finding::toString).toList()));
        if (findings.isEmpty()) {
            throw new IllegalStateException("an InputException needs at least one finding");
        }
        this.findings = List.copyOf(findings);
    }

    /** Refuses an option that is out of range: {@code unless(rounds >= 1, "maxRounds", rounds, "at least 1")}. */
    public static void unless(boolean holds, String option, Object value, String requirement) {
        if (!holds) {
            throw new InputException(
                    Code.OPTION_OUT_OF_RANGE, option, "is " + value, "give a value that is " + requirement);
        }
    }

    /** Everything that was found; the accessors below are shortcuts to the first of them. */
    public List<Finding> findings() {
        return findings;
    }

    public Code code() {
        return findings.getFirst().code();
    }

    public String where() {
        return findings.getFirst().where();
    }

    public String what() {
        return findings.getFirst().what();
    }

    public String fix() {
        return findings.getFirst().fix();
    }
}
