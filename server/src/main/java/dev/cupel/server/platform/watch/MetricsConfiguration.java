package dev.cupel.server.platform.watch;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One registry for the whole server; Prometheus reads it. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    @Bean(destroyMethod = "close")
    PrometheusMeterRegistry metrics() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Bean(destroyMethod = "close")
    JvmGcMetrics garbageCollection() {
        return new JvmGcMetrics();
    }

    /** After everything else is there, so that nothing waits for it. */
    @Bean
    SmartInitializingSingleton machineMetrics(
            MeterRegistry metrics, JvmGcMetrics garbageCollection, DataSource database) {
        return () -> {
            garbageCollection.bindTo(metrics);
            new JvmMemoryMetrics().bindTo(metrics);
            new JvmThreadMetrics().bindTo(metrics);
            new ClassLoaderMetrics().bindTo(metrics);
            new ProcessorMetrics().bindTo(metrics);
            new FileDescriptorMetrics().bindTo(metrics);
            new UptimeMetrics().bindTo(metrics);
            if (database instanceof HikariDataSource pool) {
                pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
            }
        };
    }
}
