// For specs: services that run inside a test keep quiet unless LOG_LEVEL says otherwise.
process.env.LOG_LEVEL ??= 'silent';
