package dev.cupel.engine.consensus;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.List;
import java.util.Locale;

/** The closed list of consensus methods, by name. */
public final class Methods {
    private Methods() {}

    /**
     * @param name an {@linkplain ConsensusMethod#id() id}; upper case, spaces and underscores are forgiven
     * @throws InputException if there is no such method; the message lists all
     */
    public static ConsensusMethod byName(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
        for (ConsensusMethod method : ConsensusMethod.values()) {
            if (method.id().equals(wanted)) {
                return method;
            }
        }
        throw new InputException(
                Code.UNKNOWN_NAME, "method", "\"" + name + "\" is not a consensus method", "choose one of " + names());
    }

    /** All ids, in the order in which to offer them. */
    public static List<String> names() {
        return java.util.Arrays.stream(ConsensusMethod.values())
                .map(ConsensusMethod::id)
                .toList();
    }
}
