package dev.cupel.server.export;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Items of a project that are written together.
 *
 * @param items in the order of their ids, which is the order they came in
 */
record ItemRange(long project, List<Item> items) {
    /**
     * @param fields JSON object of texts
     * @param metadata JSON object of texts
     */
    record Item(long id, String key, String fields, String metadata, int status, Instant createdAt) {}

    /** Items further apart than this on average are looked up one by one, so that what lies between them is not read. */
    private static final int NEAR = 4;

    /**
     * That a row belongs to one of the items, in SQL; to be given {@link #values}.
     *
     * @param table its name in the statement
     */
    String holds(String table) {
        long first = items.getFirst().id();
        long last = items.getLast().id();
        return table + ".project_id = :project and "
                + (last - first < (long) NEAR * items.size()
                        ? table + ".item_id between " + first + " and " + last
                        : table + ".item_id = any(:items)");
    }

    Map<String, Object> values() {
        return Map.of("project", project, "items", items.stream().map(Item::id).toArray(Long[]::new));
    }
}
