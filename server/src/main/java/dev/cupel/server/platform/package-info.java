/** What every room stands on, free of the domain: problems, access rules, pages, the database. */
@NullMarked
@ApplicationModule(type = ApplicationModule.Type.OPEN)
package dev.cupel.server.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
