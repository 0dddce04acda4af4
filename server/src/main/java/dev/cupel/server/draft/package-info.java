/**
 * Drafts: what a model proposes for items, before anybody answers. Leases carry them, or the fact that they are withheld.
 *
 * <p>Table: {@code draft}. Front door for people and programs: {@link dev.cupel.server.draft.DraftController}.
 */
@NullMarked
package dev.cupel.server.draft;

import org.jspecify.annotations.NullMarked;
