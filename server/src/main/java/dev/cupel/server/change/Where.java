package dev.cupel.server.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.item.ItemFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items as their list filters them; each part may be left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Where(
        @Nullable String q,
        @Nullable String status,
        @Nullable Boolean gold,
        @Nullable String label,
        @Nullable List<@Nullable String> meta,
        @Nullable Boolean commented) {
    /** @throws dev.cupel.server.platform.web.Problem status_unknown, label_invalid, meta_invalid */
    ItemFilter filter() {
        return ItemFilter.of(q, status, gold, label, meta, commented);
    }
}
