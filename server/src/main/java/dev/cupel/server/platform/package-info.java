/** What every room stands on, free of the domain: problems, access rules, pages, time. */
@NullMarked
package dev.cupel.server.platform;

import org.jspecify.annotations.NullMarked;
