/**
 * Media: the files that items show, by project. Images so far.
 *
 * <p>A file has a name, which is what an item's field holds, and the name points at bytes that are kept once for a project, under
 * their SHA-256 ({@link dev.cupel.server.media.MediaStore}). What a file is, its bytes say, never its name
 * ({@code dev.cupel.formats.image}); it is refused before anything points at it ({@link dev.cupel.server.media.Intake}).
 * Bytes go out as they came in, to members of the project alone ({@link dev.cupel.server.media.MediaController}).
 *
 * <p>The room knows no items. Whoever deletes a name is told how many items show it by {@link
 * dev.cupel.server.media.MediaUses}, which the room of items answers.
 *
 * <p>Tables: {@code media}, {@code media_name}.
 */
@NullMarked
package dev.cupel.server.media;

import org.jspecify.annotations.NullMarked;
