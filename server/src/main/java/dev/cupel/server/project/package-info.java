/** Projects with their schema, guidelines, members and invitations. */
@NullMarked
package dev.cupel.server.project;

import org.jspecify.annotations.NullMarked;
