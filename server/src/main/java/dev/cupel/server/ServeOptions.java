package dev.cupel.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started.
 *
 * @param port TCP port of the user interface and the API, 0 for any free one
 * @param data folder that holds the embedded database and its password
 * @param databaseUrl JDBC or postgresql:// address of an external PostgreSQL; null starts the embedded one
 * @param bind address to listen on; loopback unless the operator asks for more
 * @param demo whether to fill the server with the demo projects
 */
public record ServeOptions(int port, Path data, @Nullable String databaseUrl, String bind, boolean demo) {}
