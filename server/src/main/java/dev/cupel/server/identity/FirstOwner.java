package dev.cupel.server.identity;

import java.util.UUID;

/** News: the installation has its first owner. Published in the transaction that made the account. */
public record FirstOwner(UUID account) {}
