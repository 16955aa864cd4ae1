import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

/** Removes objects with all their versions, as if they never were: one that is only deleted is another story. */
export async function forgetObjects(
  s3: S3Client,
  Bucket: string,
  which: (key: string) => boolean,
): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key = "", VersionId } of [...Versions, ...DeleteMarkers])
    if (which(Key)) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
}
