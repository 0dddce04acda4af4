package dev.cupel.engine;

import java.util.Locale;

/** Counted things in sentences. */
public final class Count {
    private Count() {}

    /** "1 item", "1,200 items". */
    public static String of(long count, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
    }

    /** "1 of 1 item has", "2 of 3 items have": the verb belongs to the first number. */
    public static String of(long count, long all, String one, String hasOne, String hasMany) {
        return String.format(Locale.ROOT, "%,d of %s %s", count, of(all, one), count == 1 ? hasOne : hasMany);
    }
}
