export declare function lackedByServer2016(bytes: Buffer): readonly string[];
