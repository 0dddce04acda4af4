package dev.cupel.server.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.platform.web.Length;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items as requests say which are meant; each part may be left out, and all that are there must hold. What is in the bin is meant only
 * where the status says so.
 *
 * @param q words of their texts, metadata or key
 * @param status where the item stands
 * @param label {@code question:option} of the best known answer
 * @param meta {@code field:value}, each
 * @param by number of the member who answered or skipped
 * @param from answered at this moment or later: a day, or a moment with its offset
 * @param to answered before this moment
 * @param mark what somebody did besides answering: skipped, ambiguous or comment
 * @param commented whether something is said on it that nobody has settled
 * @param imported number of the import that brought it into the project, or out of the bin, last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemWhere(
        @Nullable String q,
        @Nullable String status,
        @Nullable Boolean gold,
        @Nullable String label,
        @Nullable List<@Nullable String> meta,
        @Nullable Long by,
        @Nullable @Length(max = 40) String from,
        @Nullable @Length(max = 40) String to,
        @Nullable @Length(max = 20) String mark,
        @Nullable Boolean commented,
        @Nullable Long imported) {
    /** All items of an import. */
    public static ItemWhere ofImport(long number) {
        return new ItemWhere(null, null, null, null, null, null, null, null, null, null, number);
    }

    /** @return the same, of those that this member answered or skipped */
    public ItemWhere by(long member) {
        return new ItemWhere(q, status, gold, label, meta, member, from, to, mark, commented, imported);
    }

    /**
     * The same, checked.
     *
     * @throws dev.cupel.server.platform.web.Problem status_unknown, label_invalid, meta_invalid, mark_unknown, time_invalid
     */
    public ItemFilter filter() {
        return ItemFilter.of(this);
    }
}
