package dev.cupel.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Named figures that belong together, in the order that programs see. */
public record Facts(List<Fact> all) implements Entry {
    /**
     * @param key for programs
     * @param title for people; empty: for programs alone
     * @param note what it means or is to be compared with, half a sentence or empty
     */
    public record Fact(String key, String title, Entry value, String note) {}

    public Facts {
        all = List.copyOf(all);
    }

    public static Facts of() {
        return new Facts(List.of());
    }

    /** One more, for programs and for those who show this key. */
    public Facts with(String key, Entry value) {
        return with(key, "", value, "");
    }

    public Facts with(String key, String title, Entry value, String note) {
        List<Fact> more = new ArrayList<>(all);
        more.add(new Fact(key, title, value, note));
        return new Facts(more);
    }

    /** These, then those. */
    public Facts and(Facts others) {
        List<Fact> more = new ArrayList<>(all);
        more.addAll(others.all);
        return new Facts(more);
    }

    Optional<Entry> value(String key) {
        return all.stream().filter(fact -> fact.key.equals(key)).findFirst().map(Fact::value);
    }
}
