package dev.cupel.server.identity;

import java.util.UUID;

/**
 * The program that fills the server begins, or has ended: told in the transaction that gives or takes back its token.
 *
 * @param account nobody can sign in to it
 */
public record BuilderAtWork(UUID account, boolean begins) {}
