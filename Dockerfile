FROM maven:3-eclipse-temurin-21 AS build
WORKDIR /build
COPY pom.xml ./
COPY config config
COPY docs/schema docs/schema
COPY examples examples
COPY frontend frontend
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q -Dquick -Dmaven.test.skip=true package

FROM eclipse-temurin:21-jre
# The user has a home and a name: the embedded PostgreSQL refuses to run as root, or as a user it cannot look up.
RUN groupadd --gid 10001 lockkeeper \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin lockkeeper \
    && install -d -o lockkeeper -g lockkeeper -m 0700 /data
COPY --from=build /build/target/lockkeeper.jar /app/lockkeeper.jar
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# The image has no curl; bash can ask by itself. A server under --port other than 8080 is not asked.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xms64m", "-Xmx384m", \
    "-Xss512k", "-XX:MaxMetaspaceSize=192m", "-XX:ReservedCodeCacheSize=96m", "-jar", "/app/lockkeeper.jar"]
CMD ["server", "--port", "8080", "--data", "/data"]
