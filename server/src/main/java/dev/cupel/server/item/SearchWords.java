package dev.cupel.server.item;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Words that somebody looks for, as the index of items reads them. */
public final class SearchWords {
    private SearchWords() {}

    /**
     * @return the searched words as PostgreSQL writes a query; null if nothing is searched, empty if no item can have it:
     *     signs alone are in no index, nor is a word of more than 2046 bytes
     */
    public static @Nullable String query(JdbcClient in, @Nullable String words) {
        if (words == null || words.isBlank()) {
            return null;
        }
        String query =
                in.sql("""
                select case when exists (select 1 from ts_parse('default', w.words) t
                                         where t.tokid <> 12 and octet_length(t.token) > 2046) then ''
                            else plainto_tsquery('simple', w.words)::text end
                from (select cast(? as text) as words) w
                """).param(words.replace("\0", "")).query(String.class).single();
        if (query.isEmpty()) {
            return "";
        }
        // Somebody may still be typing the last word; from three letters on its beginning is enough.
        boolean typing = query.length() - query.lastIndexOf(" '") > 5
                && Character.isLetterOrDigit(words.codePointBefore(words.length()));
        return typing ? query + ":*" : query;
    }
}
