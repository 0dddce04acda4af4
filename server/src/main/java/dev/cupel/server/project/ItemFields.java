package dev.cupel.server.project;

import java.util.List;

/** Which fields a project's items have: a question to the room of items, for schemas that name some. */
public interface ItemFields {
    /** @return whether there are items, and none of them has the field */
    boolean noItemHas(long project, String field);

    /** @return what the field holds in the project's first items that have it, as JSON */
    List<String> firstValues(long project, String field, int most);

    /** @return fields of the project's first items, at most twenty, by name */
    List<String> some(long project);
}
