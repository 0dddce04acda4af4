/**
 * The installation as its owners look after it: what it is, what it holds, what runs in it. Accounts are the business of the room {@code
 * identity}, which has their endpoints. No tables of its own. Tells nobody anything.
 */
@NullMarked
package dev.cupel.server.admin;

import org.jspecify.annotations.NullMarked;
