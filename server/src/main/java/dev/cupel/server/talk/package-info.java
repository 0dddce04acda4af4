/**
 * Talk: what people say to each other about items and answers.
 *
 * <p>A thread is about an item, or about one answer to it. The note that came with an answer is the first entry of the thread about
 * that answer and stays where it is, in {@code annotation}; a trigger begins the thread. Managers and reviewers see everything.
 * Labelers see what is about their own answers, and what is about an item where it is meant for them and they have answered; never
 * what was written while the item was gold, and never the name of another labeler (decision 0127).
 *
 * <p>The inbox tells each person what concerns them, from what is there ({@link dev.cupel.server.talk.Inbox}, decision 0128).
 *
 * <p>Tables: {@code thread}, {@code thread_comment}, {@code thread_comment_before}, {@code thread_member}, {@code decisions_told},
 * {@code inbox_read}, {@code inbox_line_read}. Front door: its endpoints.
 * The list of items asks it by {@link dev.cupel.server.item.OpenTalk}.
 */
@NullMarked
package dev.cupel.server.talk;

import org.jspecify.annotations.NullMarked;
