package dev.cupel.server.item;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.project.Membership;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Items of uploaded files, and which files items lack. */
@RestController
@RequestMapping("/api/v1/projects/{project}/media")
final class MediaItemsController {
    record AddedItems(long added) {}

    private final MediaItems items;

    MediaItemsController(MediaItems items) {
        this.items = items;
    }

    /** Files that no item shows, and names that items show and nobody has uploaded. */
    @Access(Level.MANAGER)
    @GetMapping("/use")
    MediaItems.MediaUse use(Membership me) {
        return items.use(me.projectId());
    }

    /** Adds an item for each file that none shows, with the file's name as its key. Where nothing is new, nothing happens. */
    @Access(Level.MANAGER)
    @PostMapping("/items")
    AddedItems add(Membership me) {
        return new AddedItems(items.addForFiles(me.projectId()));
    }
}
