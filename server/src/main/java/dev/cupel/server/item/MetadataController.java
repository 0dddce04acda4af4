package dev.cupel.server.item;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.project.Membership;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The metadata of an item, and who changed what in it. */
@RestController
@RequestMapping("/api/v1/projects/{project}/items/{item}/metadata")
final class MetadataController {
    /**
     * @param was what the field was on the screen; absent if it was not there
     * @param value what it is to be; absent to remove it
     */
    record MetadataEdit(
            @Length(max = MetadataEdits.MOST_NAME) String name,

            @Nullable @Length(max = ItemRowReader.MOST_VALUE)
            String was,

            @Nullable @Length(max = ItemRowReader.MOST_VALUE)
            String value) {}

    record MetadataWanted(
            @Length(min = 1, max = MetadataEdits.MOST_FIELDS)
            List<MetadataEdit> edits) {}

    /** @param edits the latest 100 by people, the latest first; what imports changed is not among them */
    record ItemMetadata(Map<String, String> metadata, List<MetadataEdits.Edited> edits) {}

    private final Items items;
    private final MetadataEdits edits;

    MetadataController(Items items, MetadataEdits edits) {
        this.items = items;
        this.edits = edits;
    }

    @Access(Level.REVIEWER)
    @GetMapping
    ItemMetadata of(Membership me, @PathVariable long item) {
        return new ItemMetadata(items.row(me.projectId(), item).metadata(), edits.of(me.projectId(), item));
    }

    /** Changes fields, all or none: each only as long as it is what it was on the screen. */
    @Access(Level.MANAGER)
    @PatchMapping
    ItemMetadata change(Membership me, @PathVariable long item, @RequestBody MetadataWanted wanted) {
        edits.make(
                me.projectId(),
                item,
                me.accountId(),
                wanted.edits().stream()
                        .map(one -> new MetadataEdits.Edit(one.name(), one.was(), one.value()))
                        .toList());
        return of(me, item);
    }
}
